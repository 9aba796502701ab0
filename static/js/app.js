// What a page gains with JavaScript. Everything here has a way without it.

const every = (selector, act) => document.querySelectorAll(selector).forEach(act);

// GOV.UK Frontend: the menu on a phone, revealed questions, the error summary's focus. The page names the file,
// because its name changes with its content.
const frontend = document.getElementById("govuk-frontend");
if (frontend) import(frontend.href).then((govuk) => govuk.initAll());

// A filter column fills a phone's screen, so there it starts folded.
if (matchMedia("(max-width: 59.99rem)").matches) every("[data-fold-when-narrow]", (fold) => (fold.open = false));

// Copy buttons.
every("[data-copy]", (button) => {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const words = button.innerHTML;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
    setTimeout(() => (button.innerHTML = words), 3000);
  });
});

// Optional parts come only to the pages that use them.
const part = (selector, file) => document.querySelector(selector) && import(new URL(file, import.meta.url));
part("form[data-autosave-url]", "./autosave.js");
part("form[data-checklist]", "./checklist.js");
part("[data-meeting]", "./meeting.js");
part("[data-progress]", "./progress.js");
