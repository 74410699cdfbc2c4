// Memory that is to be free now, not when the browser sweeps: on a weak tablet that may be too late.

let nobody: MessagePort | null = null;

/** Hands the arrays to somebody who is not there: they are empty afterwards, here and everywhere. */
export function release(arrays: readonly ArrayBufferView[]): void {
  const buffers = new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer).filter(({ byteLength }) => byteLength > 0));
  if (buffers.size) door().postMessage(null, [...buffers]);
}

function door(): MessagePort {
  if (!nobody) {
    const { port1, port2 } = new MessageChannel();
    port2.close();
    nobody = port1;
  }
  return nobody;
}
