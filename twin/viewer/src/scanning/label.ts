// What a label's square says, as a path of this site.

/** `/stations/VDO/q/EU-P-01/`, whatever the site is called on which it was printed. */
const OURS = /^\/stations\/[^/]+\/q\/.+\/$/;
/** A code alone, as makers' plates and older labels have it. */
const CODE = /^[\p{L}\p{N}][\p{L}\p{N} ._/:-]{0,79}$/u;

/** Where a square leads: a label of ours, or a bare code in the station whose page it is; null for anything else. */
export function pathOf(text: string, station: string): string | null {
  const said = text.trim();
  if (URL.canParse(said)) {
    const { protocol, pathname } = new URL(said);
    if (protocol === "https:" || protocol === "http:") return OURS.test(pathname) ? pathname : null;
  }
  return CODE.test(said) ? `/stations/${encodeURIComponent(station)}/q/${encodeURIComponent(said)}/` : null;
}
