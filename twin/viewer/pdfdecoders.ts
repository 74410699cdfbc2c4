// Vite plugin: lays the decoders of scanned pages (JPEG 2000, JBIG2, colour profiles) into pdf/, under the names pdf.js asks for.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Plugin } from "vite";

const FOLDER = "node_modules/pdfjs-dist/wasm";
// Not the interpreter of a PDF's own scripts (quickjs): those never run here.
const DECODERS = ["jbig2.wasm", "openjpeg.wasm", "qcms_bg.wasm"];
const LICENCES = ["LICENSE_JBIG2", "LICENSE_PDFJS_JBIG2", "LICENSE_OPENJPEG", "LICENSE_PDFJS_OPENJPEG", "LICENSE_QCMS", "LICENSE_PDFJS_QCMS"];

export function pdfDecoders(): Plugin {
  return {
    name: "pdf-decoders",
    apply: "build",
    generateBundle() {
      for (const name of [...DECODERS, ...LICENCES]) {
        this.emitFile({ type: "asset", fileName: `pdf/${name}`, source: readFileSync(join(FOLDER, name)) });
      }
    },
  };
}
