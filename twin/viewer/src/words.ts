// What the viewer says, in the two languages of the product. Never a class name, an id or an error number.
import type { Language, Lens } from "./config";

const FRENCH = {
  noHit: "Rien de ce nom dans cette gare.",
  storeys: "Niveaux",
  allStoreys: "Toute la gare",
  extendTo: "Afficher jusqu’à {name}",
  networks: "Réseaux",
  noNetworks: "Aucun réseau dans ces maquettes.",
  lens: "Ce que l’on voit",
  everything: "Tout",
  without_walls: "Sans murs",
  without_walls_and_floors: "Sans murs ni dalles",
  networks_only: "Réseaux seuls",
  wipeMore: "Effacer plus",
  wipeLess: "Effacer moins",
  wiped: "Objets effacés devant : {count}",
  nothingWiped: "Rien n’est effacé devant.",
  sheet: "Fiche",
  close: "Fermer",
  copyLink: "Copier le lien",
  copied: "Lien copié",
  zoom: "S’approcher",
  home: "Vue d’ensemble",
  fit: "Cadrer ce qui est affiché",
  plan: "Vue de dessus",
  north: "Nord en haut",
  list: "Liste",
  model: "3D",
  panels: "Niveaux et réseaux",
  loading: "Chargement de la gare",
  loaded: "Gare chargée",
  mb: "Mo",
  failed: "La vue 3D n’a pas pu être chargée. Vérifiez la connexion, puis réessayez.",
  retry: "Réessayer",
  sheetFailed: "La fiche n’a pas pu être ouverte. Vérifiez la connexion, puis réessayez.",
  noWebgl: "Ce navigateur n’affiche pas la 3D. Voici la liste des équipements, avec les mêmes fiches.",
  listIntro: "Les équipements et objets de la gare, par niveau.",
  lost: "L’affichage 3D s’est interrompu, il reprend dès que possible.",
  empty: "Cette gare n’a pas encore de maquette 3D.",
  noPlace: "Niveau non renseigné",
  filter: "Filtrer la liste",
  more: "{count} de plus : précisez le filtre.",
  pins: "Ordres et notes",
  morePins: "et {count} de plus",
  late: "en retard",
  pinsLegend: "Ordres et notes : forme et couleur disent la priorité (P1 à P4), ! en retard, ? demande, … note",
  note: "Laisser une note ici",
  touchForNote: "Touchez l’endroit où la note doit être.",
  nothingThere: "Il n’y a rien à cet endroit. Touchez un objet.",
  freshness: "À jour ?",
  fresh: "Vérifié, à jour",
  dueSoon: "À vérifier bientôt",
  toVerify: "À vérifier",
  neverVerified: "Jamais vérifié",
  scene: "Vue 3D de la gare. Les flèches déplacent la vue, + et − rapprochent et éloignent, E efface plus, R moins.",
};

const ENGLISH: typeof FRENCH = {
  noHit: "Nothing of that name in this station.",
  storeys: "Storeys",
  allStoreys: "Whole station",
  extendTo: "Show as far as {name}",
  networks: "Networks",
  noNetworks: "No network in these models.",
  lens: "What is shown",
  everything: "Everything",
  without_walls: "Without walls",
  without_walls_and_floors: "Without walls or floors",
  networks_only: "Networks only",
  wipeMore: "Wipe more",
  wipeLess: "Wipe less",
  wiped: "Objects wiped in front: {count}",
  nothingWiped: "Nothing is wiped in front.",
  sheet: "Sheet",
  close: "Close",
  copyLink: "Copy link",
  copied: "Link copied",
  zoom: "Go nearer",
  home: "Whole view",
  fit: "Fit what is shown",
  plan: "From above",
  north: "North up",
  list: "List",
  model: "3D",
  panels: "Storeys and networks",
  loading: "Loading the station",
  loaded: "Station loaded",
  mb: "MB",
  failed: "The 3D view could not be loaded. Check the connection, then try again.",
  retry: "Try again",
  sheetFailed: "The sheet could not be opened. Check the connection, then try again.",
  noWebgl: "This browser does not show 3D. Here is the list of equipment, with the same sheets.",
  listIntro: "The station's equipment and objects, by storey.",
  lost: "The 3D display was interrupted, it resumes as soon as possible.",
  empty: "This station has no 3D model yet.",
  noPlace: "Storey unknown",
  filter: "Filter the list",
  more: "{count} more: narrow the filter.",
  pins: "Orders and notes",
  morePins: "and {count} more",
  late: "late",
  pinsLegend: "Orders and notes: shape and colour say the priority (P1 to P4), ! late, ? report, … note",
  note: "Leave a note here",
  touchForNote: "Touch the place where the note belongs.",
  nothingThere: "There is nothing at that place. Touch an object.",
  freshness: "Up to date?",
  fresh: "Verified and fresh",
  dueSoon: "To verify soon",
  toVerify: "To verify",
  neverVerified: "Never verified",
  scene: "3D view of the station. Arrow keys move the view, + and − go nearer and further, E wipes more, R less.",
};

export type Word = keyof typeof FRENCH;
export type Words = (word: Word, values?: Record<string, string | number>) => string;

// Where an order's place is all there is, nothing of it is called the station.
const FRENCH_ZONE: Partial<typeof FRENCH> = {
  noHit: "Rien de ce nom à cet endroit.",
  allStoreys: "Tout le lieu",
  loading: "Chargement du lieu",
  loaded: "Lieu chargé",
  listIntro: "Les équipements et objets du lieu de l’ordre, par niveau.",
  scene: "Vue 3D du lieu de l’ordre. Les flèches déplacent la vue, + et − rapprochent et éloignent, E efface plus, R moins.",
};
const ENGLISH_ZONE: Partial<typeof FRENCH> = {
  noHit: "Nothing of that name in this place.",
  allStoreys: "The whole place",
  loading: "Loading the place",
  loaded: "Place loaded",
  listIntro: "Equipment and objects of the order's place, by storey.",
  scene: "3D view of the order's place. Arrow keys move the view, + and − go nearer and further, E wipes more, R less.",
};

export function wordsIn(language: Language, zone = false): Words {
  const [whole, part] = language === "en" ? [ENGLISH, ENGLISH_ZONE] : [FRENCH, FRENCH_ZONE];
  const table = zone ? { ...whole, ...part } : whole;
  return (word, values = {}) => table[word].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

export const lensWord = (lens: Lens): Word => lens;

/** "1,2 Mo" of bytes. */
export function megabytes(bytes: number, language: Language): string {
  return (bytes / 1e6).toLocaleString(language, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
}
