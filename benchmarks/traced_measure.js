// Run in the page by benchmarks/traced.py: chooses a thing, then taps its questions; times in milliseconds.
async ({ code, asks }) => {
  const twin = stationTwin;
  const next = () => new Promise(requestAnimationFrame);
  const until = async (holds) => { while (!holds()) await next(); };
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const still = async () => {
    for (let frames = -1; frames !== twin.stats().frames; await pause(1000)) ({ frames } = twin.stats());
  };
  const legend = () => document.querySelector(".trace-legend");
  const told = {};
  for (const ask of asks) {
    const open = twin.select(code);
    const key = () => document.querySelector(`#sheet article:not(.trace) [data-asked="${ask}~${code}"]`);
    await until(key);
    await open;
    await still();
    const start = performance.now();
    key().click();
    let read = 0, lit = 0;
    const watch = async () => {
      await until(() => document.querySelector(`#sheet article[data-trace="${ask}"][data-code="${code}"]`));
      read = performance.now() - start;
    };
    const draw = async () => {
      await until(() => !legend().hidden);
      const { frames } = twin.stats();
      await until(() => twin.stats().frames > frames);
      lit = performance.now() - start;
    };
    await Promise.all([watch(), draw()]);
    await still();
    told[ask] = { lit, read };
    legend().querySelector("button").click();
    await still();
  }
  return told;
}
