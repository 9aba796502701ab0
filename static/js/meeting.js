// Keys of the meeting screen, each a button or a link that everybody sees: Ctrl+Enter closes the case and opens the next,
// F2 goes to the line for a new action, F8 and Shift+F8 to the next and the previous case. Ctrl+S is autosave's.

const bar = document.querySelector("[data-meeting]");
const here = document.querySelector(".app-rail [aria-current]");
const KEYS = {
  F2: () => document.getElementById("id_action-line"),
  F8: () => here?.nextElementSibling?.querySelector("a"),
  "Shift+F8": () => here?.previousElementSibling?.querySelector("a"),
  "Ctrl+Enter": () => bar.querySelector("[value=heard]"),
};

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.repeat) return;
  const held = [(event.ctrlKey || event.metaKey) && "Ctrl", event.shiftKey && "Shift"].filter(Boolean);
  const wanted = KEYS[[...held, event.key].join("+")]?.();
  if (!wanted) return;
  event.preventDefault();
  wanted.matches("input") ? wanted.focus() : wanted.click();
});
