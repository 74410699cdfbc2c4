// Pages of a PDF drawn by pdf.js. This file is fetched with it when the first PDF is opened (`surface.ts`, `twin/bundle.py`). Scripts of the document never run: they
// would need pdf.js's scripting, which is not part of this. Decoders of scanned pages (JPEG 2000, JBIG2) lie beside the bundle.
import * as pdfjs from "pdfjs-dist/legacy/build/pdf.mjs";
import PdfWorker from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker";

/** The longest side of what is drawn, device pixels: more than this a weak tablet does not bear. */
const LONGEST = 4096;
/** Where this file lies among the others of the bundle (`pdfdecoders.ts` of the build lays the decoders beside them). */
const BUNDLED = import.meta.url;

export interface Paper {
  pages: number;
  /** Draws a page, `width` CSS pixels wide, on a canvas of its own. */
  draw(page: number, width: number): Promise<HTMLCanvasElement>;
  close(): void;
}

export async function openPaper(url: string, signal: AbortSignal): Promise<Paper> {
  const port = new PdfWorker();
  const worker = new pdfjs.PDFWorker({ port: port as unknown as null });  // its types know no port
  const task = pdfjs.getDocument({
    url, worker, withCredentials: true, enableXfa: false, disableAutoFetch: true,
    wasmUrl: new URL("../pdf/", BUNDLED).href,
  });
  const close = () => { void task.destroy(); worker.destroy(); port.terminate(); };
  signal.addEventListener("abort", close);
  const document = await task.promise;
  signal.removeEventListener("abort", close);
  return { pages: document.numPages, draw: (page, width) => draw(document, page, width), close };
}

async function draw(document: pdfjs.PDFDocumentProxy, number: number, width: number): Promise<HTMLCanvasElement> {
  const page = await document.getPage(number);
  const plain = page.getViewport({ scale: 1 });
  const wanted = (width * devicePixelRatio) / plain.width;
  const viewport = page.getViewport({ scale: Math.min(wanted, LONGEST / Math.max(plain.width, plain.height)) });
  const canvas = window.document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(viewport.width), Math.round(viewport.height)];
  await page.render({ canvas, viewport, background: "white" }).promise;
  return canvas;
}
