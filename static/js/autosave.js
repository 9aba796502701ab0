// Keeps a draft on the server while somebody writes. The form says where: data-autosave-url. What is sent is what
// "Save draft" would send. Nothing is ever kept in the browser: computers are shared.
// The answer is JSON: {"saved_at": "9:14am"}; or 409 when a colleague saved the same draft in between.

const SECONDS = 20;

for (const form of document.querySelectorAll("form[data-autosave-url]")) {
  const status = form.querySelector("[data-autosave-status]") ?? form.appendChild(statusLine());
  let sent = written(form);
  let running = Promise.resolve();

  async function save() {
    const now = written(form);
    if (now === sent) return;
    sent = now;
    try {
      const body = new FormData(form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      const answer = await fetch(form.dataset.autosaveUrl, { method: "POST", body, redirect: "error" });
      if (answer.status === 409) return say(status, "Someone else changed this draft. Load the page again before you go on.");
      if (!answer.ok) throw new Error(answer.status);
      const said = await answer.json();
      if (form.elements.version && "version" in said) form.elements.version.value = said.version;
      say(status, `Saved at ${said.saved_at}`);
    } catch {
      sent = "";
      say(status, "Not saved yet. We will try again. Use “Save draft” before you leave.");
    }
  }

  // One request at a time: two in flight would carry the same version, and the second would be told of the first.
  const once = () => (running = running.then(save));
  const timer = setInterval(once, SECONDS * 1000);
  document.addEventListener("visibilitychange", () => document.hidden && once());
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    once();
  });
  form.addEventListener("submit", () => clearInterval(timer));
}

function written(form) {
  return JSON.stringify([...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && name !== "version" && typeof value === "string"));
}

function statusLine() {
  const line = document.createElement("p");
  line.className = "app-status";
  line.setAttribute("role", "status");
  return line;
}

function say(line, words) {
  if (line.textContent !== words) line.textContent = words;
}
