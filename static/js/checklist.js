// What a risk checklist gains: Y, N and K answer the question that has the focus and go on to the next, and the counts
// follow. The keys work only inside an answer, and can be switched off (WCAG 2.1.4).

const UNKNOWN = ["dont_know", "not_asked", "declined"];
const KEYS = { y: "yes", n: "no", k: "dont_know" };

for (const form of document.querySelectorAll("form[data-checklist]")) {
  const rows = [...form.querySelectorAll("[data-item]")];
  const isCounted = form.dataset.checklist === "counted";
  const keys = document.querySelector("[data-keys]");
  if (keys && isCounted) keys.hidden = false;

  form.addEventListener("keydown", (event) => {
    const wanted = KEYS[event.key.toLowerCase()];
    const row = event.target.matches("input[type=radio]") && event.target.closest("[data-item]");
    if (!isCounted || !wanted || !row || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!keys.querySelector("input").checked) return;
    event.preventDefault();
    row.querySelector(`input[type=radio][value=${wanted}]`).click();
    const next = rows[rows.indexOf(row) + 1];
    next?.querySelector("input[type=radio]:checked, input[type=radio]").focus();
  });

  form.addEventListener("change", (event) => event.target.matches("input[type=radio]") && count());

  function count() {
    for (const line of document.querySelectorAll("[data-count]")) {
      const part = line.dataset.count;
      say(line, words(rows.filter((row) => !part || row.dataset.part === part)));
    }
    const total = document.querySelector("[data-yes]");
    if (total) say(total, String(rows.filter((row) => answer(row) === "yes").length));
  }

  function words(some) {
    const given = some.map(answer);
    const left = given.filter((each) => !each).length;
    const rest = left ? [`${left} to answer`] : [];
    if (!isCounted) return rest[0] ?? "All answered";
    const of = (...wanted) => given.filter((each) => wanted.includes(each)).length;
    return [`${of("yes")} yes, ${of("no")} no, ${of(...UNKNOWN)} not known`, ...rest].join(", ");
  }
}

function answer(row) {
  return row.querySelector("input[type=radio]:checked")?.value ?? "";
}

function say(line, words) {
  if (line.textContent !== words) line.textContent = words;
}
