// Run in the page by benchmarks/viewer.py: times in milliseconds. A pick counts when it meets something.
async () => {
  const twin = stationTwin;
  // The clock ticks in tenths of a millisecond: a mean says more than a median.
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const timed = (act) => { const start = performance.now(); act(); return performance.now() - start; };
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const drawn = async () => {
    const { frames } = twin.stats();
    while (twin.stats().frames === frames) await new Promise(requestAnimationFrame);
  };

  const lenses = [];
  for (const lens of ["without_walls", "networks_only", "without_walls_and_floors", "everything"]) {
    lenses.push(timed(() => twin.lens(lens)));
    await drawn();
  }
  const { drawCalls } = twin.stats();

  const { clientWidth: width, clientHeight: height } = document.getElementById("canvas");
  const picks = [];
  for (let i = 0; i < 900; i++) {
    let met = null;
    const time = timed(() => { met = twin.pick(((i % 30) + 0.5) / 30 * width, (Math.floor(i / 30) + 0.5) / 30 * height); });
    if (met) picks.push(time);
  }

  const start = performance.now();
  twin.lens("networks_only");
  await drawn();
  twin.lens("everything");
  await drawn();
  const frame = (performance.now() - start) / 2;

  await pause(1500);
  const before = twin.stats().frames;
  await pause(2000);
  return {
    ...twin.stats(), drawCalls, frame, lens: Math.max(...lenses), pick: mean(picks), slowest: Math.max(...picks),
    idle: twin.stats().frames - before,
  };
}
