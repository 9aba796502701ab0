// Warns five minutes before an idle session ends, and lets the person stay. Typing alone does not reach the server,
// so without this a long answer could outlive its session.

const dialog = document.getElementById("timeout");
const WARNING = 5 * 60;
const idle = Number(dialog.dataset.idleSeconds);
const left = dialog.querySelector("[data-left]");
let lastSeen = Date.now();

function secondsLeft() {
  return Math.round(idle - (Date.now() - lastSeen) / 1000);
}

function look() {
  const seconds = secondsLeft();
  if (seconds <= 0) return location.assign(location.pathname); // the server decides: it shows the sign-in page
  if (seconds > Math.min(WARNING, idle / 2)) return;
  const minutes = Math.ceil(seconds / 60);
  const words = minutes > 1 ? `${minutes} minutes left.` : "Less than 1 minute left.";
  if (left.textContent !== words) left.textContent = words;
  if (!dialog.open) dialog.showModal();
}

dialog.addEventListener("close", async () => {
  const answer = await fetch(dialog.dataset.keepAliveUrl, { redirect: "error" }).catch(() => null);
  if (answer?.ok) lastSeen = Date.now();
  else location.assign(location.pathname);
});

setInterval(look, 15 * 1000);
