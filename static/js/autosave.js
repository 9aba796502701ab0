// Keeps a draft on the server while somebody writes. The form says where: data-autosave-url. What is sent is what
// "Save draft" would send. Nothing is ever kept in the browser: computers are shared.
// The answer is JSON: {"saved_at": "9:14am"}; or 409 when a colleague saved the same draft in between.

const SECONDS = 20;

for (const form of document.querySelectorAll("form[data-autosave-url]")) {
  const status = form.querySelector("[data-autosave-status]") ?? form.appendChild(statusLine());
  let sent = written(form);

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
      say(status, `Saved at ${(await answer.json()).saved_at}`);
    } catch {
      sent = "";
      say(status, "Not saved yet. We will try again. Use “Save draft” before you leave.");
    }
  }

  const timer = setInterval(save, SECONDS * 1000);
  document.addEventListener("visibilitychange", () => document.hidden && save());
  form.addEventListener("submit", () => clearInterval(timer));
}

function written(form) {
  return JSON.stringify([...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string"));
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
