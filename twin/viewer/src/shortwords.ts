// What stands under a key's drawing: one or two words of its name, which is said whole to who listens.

export const FRENCH_SHORT = {
  shortHome: "Ensemble",
  shortFit: "Cadrer",
  shortPlan: "Plan",
  shortWalk: "Marcher",
  shortMinimap: "Petit plan",
  shortSection: "Coupe",
  shortMeasure: "Mesurer",
  shortList: "Liste",
  shortModel: "3D",
  shortDrawings: "Synoptiques",
  shortPins: "Ordres",
  shortNote: "Note",
  shortBack: "Revenir",
  shortMove: "Déplacer",
  shortCut: "Couper",
  shortShow: "Liste",
  shortPeople: "Ordres",
  shortUndo: "Revenir",
  shortRedo: "Rétablir",
};

export const ENGLISH_SHORT: typeof FRENCH_SHORT = {
  shortHome: "Whole",
  shortFit: "Fit",
  shortPlan: "Plan",
  shortWalk: "Walk",
  shortMinimap: "Map",
  shortSection: "Section",
  shortMeasure: "Measure",
  shortList: "List",
  shortModel: "3D",
  shortDrawings: "Diagrams",
  shortPins: "Orders",
  shortNote: "Note",
  shortBack: "Back",
  shortMove: "Move",
  shortCut: "Cut",
  shortShow: "List",
  shortPeople: "Orders",
  shortUndo: "Undo",
  shortRedo: "Redo",
};

const SHORT = {
  home: "shortHome", fit: "shortFit", plan: "shortPlan", walk: "shortWalk", minimap: "shortMinimap", section: "shortSection", measure: "shortMeasure",
  list: "shortList", model: "shortModel", drawings: "shortDrawings", pins: "shortPins", note: "shortNote", undo: "shortUndo", redo: "shortRedo",
  toolsBack: "shortBack", toolsMove: "shortMove", toolsCut: "shortCut", toolsShow: "shortShow", toolsPeople: "shortPeople",
} as const satisfies Record<string, keyof typeof FRENCH_SHORT>;

/** The word for under the key; a name that is short already stands for itself. */
export function shortOf<Name extends string>(name: Name): Name | (typeof SHORT)[keyof typeof SHORT] {
  return (SHORT as Record<string, (typeof SHORT)[keyof typeof SHORT]>)[name] ?? name;
}
