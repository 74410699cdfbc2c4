// What a square says, found in a picture: by the browser itself where it can, else by a small decoder.
import decodeQR from "qr/decode.js";

interface Detector { detect(source: CanvasImageSource): Promise<{ rawValue: string }[]> }
type DetectorClass = { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> };

export type Reader = (video: HTMLVideoElement) => Promise<string | null>;

/** CSS pixels of the longer side of what the decoder sees: enough for a label at arm's length, quick on a tablet. */
const LONGEST = 720;

export async function makeReader(): Promise<Reader> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass };
  if ((await BarcodeDetector?.getSupportedFormats().catch((): string[] => []))?.includes("qr_code")) {
    const detector = new BarcodeDetector!({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video).catch(() => []))[0]?.rawValue ?? null;
  }
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true })!;
  return async (video) => {
    const scale = Math.min(1, LONGEST / Math.max(video.videoWidth, video.videoHeight, 1));
    const width = Math.round(video.videoWidth * scale), height = Math.round(video.videoHeight * scale);
    if (!width || !height) return null;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    pen.drawImage(video, 0, 0, width, height);
    return readPixels({ width, height, data: pen.getImageData(0, 0, width, height).data });
  };
}

/** The text of the square in RGBA pixels, or null when there is none that can be read. */
export function readPixels(picture: { width: number; height: number; data: Uint8ClampedArray }): string | null {
  try {
    return decodeQR(picture, { format: "RGBA" });
  } catch {
    return null;
  }
}
