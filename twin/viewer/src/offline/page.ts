// On every page: tells the worker what to take along, says what is there, and what cannot be done without network.
import { Banner } from "./banner";
import { forbidForms } from "./forms";
import { listKept } from "./keptlist";
import { chooseAmongKept } from "./keptorders";
import { ask, register, unregister, type Progress } from "./talking";
import { Line } from "./line";
import type { Summary } from "./shelf";

/** What the server says in `<meta name="offline">`; without a worker nothing is to be kept. */
interface Told { worker: string; list: string }

const meta = document.querySelector<HTMLMetaElement>("meta[name=offline]");
const told = meta ? (JSON.parse(meta.content) as Told) : null;
const language = document.documentElement.lang;

// The page that everybody's device keeps looks as this reader wishes.
const theme = /(?:^|; )theme=(\w+)/.exec(document.cookie)?.[1];
if (theme && document.querySelector(".offline-page")) document.documentElement.dataset.theme = theme;

if (told) void start(told);

async function start({ worker, list }: Told): Promise<void> {
  if (!("serviceWorker" in navigator) || !isSecureContext) return;
  if (!worker) return unregister();
  const banner = new Banner(language);
  forbidForms(() => banner.isOffline, language);
  const keptPage = document.querySelector<HTMLElement>("[data-kept-list]");
  if (keptPage) void listKept(keptPage, language);
  const orders = document.querySelector<HTMLElement>("[data-kept-orders]");
  if (orders) chooseAmongKept(orders, () => banner.isOffline, language);
  document.querySelector("[data-retry]")?.addEventListener("click", () => location.reload());
  document.querySelector("[data-back]")?.addEventListener("click", () => history.back());
  await calm();
  if (!(await register(worker)) || !list) return;
  const line = new Line(language, () => void keep(true));
  const keep = async (again: boolean) => {
    if (banner.isOffline) return line.show(await lastSummary(list));
    if (again) line.progress({ done: 0, all: 0 });
    const said = await ask<Summary | null>({ do: "keep", list, again }, (progress: Progress) => line.progress(progress)).catch(() => lastSummary(list));
    line.show(said);
  };
  await keep(false);
  banner.onReturn(() => void keep(false));
  setInterval(() => { if (document.visibilityState === "visible") void keep(false); }, 60_000);
}

async function lastSummary(list: string): Promise<Summary | null> {
  const { summaries } = await ask<{ summaries: Summary[] }>({ do: "list" });
  return summaries.find(({ set }) => set === list) ?? null;
}

/** Nothing is taken along while the page itself still loads, nor while its 3D does. */
async function calm(): Promise<void> {
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
  await new Promise((done) => setTimeout(done, 1500));
  await (window as { stationTwin?: { ready: Promise<void> } }).stationTwin?.ready.catch(() => undefined);
}
