// Keeps a draft on the server while somebody writes. The form says where: data-autosave-url. What is sent is what
// "Save draft" would send. Nothing is ever kept in the browser: computers are shared.
// The answer is JSON: {"saved_at": "9:14am"}; or 409 when a colleague saved the same draft in between.

const QUIET = 2; // seconds without a key: what was typed is safe before anybody is called away
const SECONDS = 20; // for somebody who never stops
const LONGEST = 10; // what a button waits for a save under way

for (const form of document.querySelectorAll("form[data-autosave-url]")) {
  const status = form.querySelector("[data-autosave-status]") ?? form.appendChild(statusLine());
  let sent = isTouched(form) ? "" : written(form); // somebody may type before this script has come
  let running = Promise.resolve();
  let busy = false;
  let leaving = false;

  async function save() {
    const now = written(form);
    if (leaving || now === sent) return;
    busy = true;
    sent = now;
    try {
      const body = new FormData(form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      const answer = await fetch(form.dataset.autosaveUrl, { method: "POST", body, redirect: "error", signal: AbortSignal.timeout(LONGEST * 1000) });
      if (answer.status === 409) return say(status, form.dataset.autosaveOlder ?? "Someone else changed this draft. Load the page again before you go on.");
      if (!answer.ok) throw new Error(answer.status);
      const said = await answer.json();
      if (form.elements.version && "version" in said) form.elements.version.value = said.version;
      say(status, `Saved at ${said.saved_at}`);
    } catch {
      sent = "";
      say(status, "Not saved yet. We will try again. Use “Save draft” before you leave.");
    } finally {
      busy = false;
    }
  }

  // One request at a time: two in flight would carry the same version, and the second would be told of the first.
  const once = () => (running = running.then(save));
  const timer = setInterval(once, SECONDS * 1000);
  let quiet = 0;
  const soon = () => {
    clearTimeout(quiet);
    quiet = setTimeout(once, QUIET * 1000);
  };
  form.addEventListener("input", soon);
  if (!sent) soon();
  document.addEventListener("visibilitychange", () => document.hidden && once());
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    once();
  });
  form.addEventListener("submit", (event) => {
    clearInterval(timer);
    clearTimeout(quiet);
    leaving = true;
    if (!busy) return;
    // A save under way would make this page the older one: the button is pressed again when the save has been answered.
    event.preventDefault();
    running.then(() => form.requestSubmit(event.submitter));
  });
}

function written(form) {
  return JSON.stringify([...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && name !== "version" && typeof value === "string"));
}

function isTouched(form) {
  return [...form.elements].some((field) =>
    field.options
      ? [...field.options].some((option) => option.selected !== option.defaultSelected && (option.defaultSelected || option.index))
      : field.type === "checkbox" || field.type === "radio"
        ? field.checked !== field.defaultChecked
        : field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue,
  );
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
