// What is known of the rooms while only the technical ones are shown, in words: what nobody said is said, too.
import type { AccessCounts } from "../access";
import { element } from "../dom";
import type { Words } from "../words";

export class AccessLegend {
  private readonly box = element("ul", { class: "legend access", hidden: true });

  constructor(into: HTMLElement, words: Words, { technical, unsaid, roomless }: AccessCounts) {
    this.box.setAttribute("aria-label", words("technical_rooms"));
    const line = (state: string, text: string) => element("li", { class: `a-${state}` }, element("span", { class: "swatch", "aria-hidden": "true" }), element("span", {}, text));
    this.box.append(line("technical", technical ? words("technicalCount", { count: technical }) : words("noTechnical")));
    if (unsaid) this.box.append(line("unsaid", words("unsaidRooms", { count: unsaid })));
    if (roomless) this.box.append(line("unsaid", words("roomless", { count: roomless })));
    this.box.append(line("public", words("publicPale")));
    into.append(this.box);
  }

  show(shown: boolean): void {
    this.box.hidden = !shown;
  }
}
