// The scanner of the header: the tablet's camera in a dialog of the page; the first label seen is followed.
import { makeReader } from "./reading";
import { pathOf } from "./label";

/** Milliseconds between two looks: quick for a hand, and the battery lives. */
const EVERY = 120;

/** Opens the dialog (its words come from the server, in `data-*`) and looks until it is closed or a label is read. */
export async function scan(dialog: HTMLDialogElement): Promise<void> {
  const video = dialog.querySelector("video")!, notice = dialog.querySelector<HTMLElement>("[data-notice]")!;
  const say = (word: "looking" | "foreign" | "refused" | "missing") => {
    notice.textContent = dialog.dataset[word]!;
    dialog.dataset.state = word;
  };
  const closed = new AbortController();
  const { signal } = closed;
  dialog.addEventListener("close", () => closed.abort(), { once: true });
  dialog.showModal();
  say("looking");
  const stream = await openCamera().catch((error: DOMException) => {
    say(error.name === "NotAllowedError" || error.name === "SecurityError" ? "refused" : "missing");
    return null;
  });
  if (!stream) return;
  const stop = () => { for (const track of stream.getTracks()) track.stop(); video.srcObject = null; };
  if (signal.aborted) return stop();
  signal.addEventListener("abort", stop, { once: true });
  video.srcObject = stream;
  await video.play().catch(() => undefined);
  offerTorch(dialog, stream, signal);
  const read = await makeReader();
  while (!signal.aborted) {
    const text = await read(video);
    const path = text === null ? null : pathOf(text, dialog.dataset.station!);
    if (path && !signal.aborted) {
      navigator.vibrate?.(60);
      dialog.close();
      location.assign(path);
      return;
    }
    if (text !== null) say("foreign");
    await new Promise((resolve) => setTimeout(resolve, EVERY));
  }
}

function openCamera(): Promise<MediaStream> {
  if (!navigator.mediaDevices) return Promise.reject(new DOMException("", "NotFoundError"));
  return navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } } });
}

/** A lamp, where the camera has one: labels hang in the dark. */
function offerTorch(dialog: HTMLElement, stream: MediaStream, signal: AbortSignal): void {
  const key = dialog.querySelector<HTMLButtonElement>("[data-torch]")!;
  const [track] = stream.getVideoTracks();
  const able = (track.getCapabilities?.() as { torch?: boolean } | undefined)?.torch;
  key.hidden = !able;
  if (!able) return;
  let lit = false;
  key.setAttribute("aria-pressed", "false");
  key.addEventListener("click", () => {
    lit = !lit;
    key.setAttribute("aria-pressed", String(lit));
    void track.applyConstraints({ advanced: [{ torch: lit } as MediaTrackConstraintSet] });
  }, { signal });
}
