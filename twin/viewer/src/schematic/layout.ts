// ELK lays schematics out in a worker of its own (EPL-2.0). It is fetched with the first schematic that is opened.
import ELK, { type ElkNode } from "elkjs/lib/elk-api";
import ElkWorker from "elkjs/lib/elk-worker.min.js?worker";

export async function lay(graph: ElkNode, signal: AbortSignal): Promise<ElkNode> {
  const elk = new ELK({ workerFactory: () => new ElkWorker() });
  const given = new Promise<never>((_, refuse) => {
    signal.addEventListener("abort", () => refuse(signal.reason), { once: true });
  });
  try {
    signal.throwIfAborted();
    return await Promise.race([elk.layout(graph), given]);
  } finally {
    elk.terminateWorker();
  }
}
