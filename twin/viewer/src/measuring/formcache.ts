// Forms that were read from the station's triangles and may be asked for again: the last ones, and no more than have room.
import type { Form } from "./form";

/** Triangles of all forms together: each costs a few hundred bytes with its edges. */
const MOST_TRIANGLES = 60_000;
const MOST_FORMS = 96;

interface Known { form: Form; places: WeakRef<object> }

export class FormCache {
  private readonly known = new Map<number, Known>();
  private triangles = 0;

  constructor(private readonly most = MOST_TRIANGLES) {}

  /** `places` is what the form is read from: when other triangles stand for the feature it is read anew, and nothing is held here that its page gave back. */
  of(feature: number, places: object, read: () => Form): Form {
    const before = this.known.get(feature);
    const form = before?.places.deref() === places ? before.form : read();
    this.forget(feature);
    const size = sizeOf(form);
    if (size > this.most) return form;
    while (this.known.size && (this.known.size >= MOST_FORMS || this.triangles + size > this.most)) this.forget(this.known.keys().next().value!);
    this.known.set(feature, { form, places: new WeakRef(places) });
    this.triangles += size;
    return form;
  }

  private forget(feature: number): void {
    const known = this.known.get(feature);
    if (!known) return;
    this.triangles -= sizeOf(known.form);
    this.known.delete(feature);
  }
}

const sizeOf = ({ triangles }: Form): number => triangles.length / 9;
