// Follows a job without reloading the page: fetches the same address and puts its progress in place of ours.
// Without JavaScript the page reloads itself (a refresh inside <noscript>, which can be stopped).

const SECONDS = 3;

async function look() {
  const ours = document.querySelector("[data-progress]");
  if (!ours) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.redirected) return location.replace(answer.url);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const theirs = page.querySelector("[data-progress]");
    if (!theirs) return location.reload();
    // Word by word, so that the live region is the same element and only changes are read aloud.
    const [words, said] = [theirs, ours].map((part) => part.querySelector("[role=status]"));
    if (words && said && words.textContent !== said.textContent) said.textContent = words.textContent;
    const [bar, drawn] = [theirs, ours].map((part) => part.querySelector("progress"));
    if (bar && drawn) drawn.value = bar.value;
  } catch {
    // The network blinked. The next look will tell.
  }
  setTimeout(look, SECONDS * 1000);
}

setTimeout(look, SECONDS * 1000);
