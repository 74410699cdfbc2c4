// What is said about reading without network, by page and worker. French first, English equal.

const FRENCH = {
  offline: "Hors réseau — données : {time}, en lecture seule",
  slow: "Réseau trop faible — données : {time}, en lecture seule",
  lost: "Hors réseau — lecture seule",
  found: "Réseau retrouvé",
  refresh: "Actualiser",
  later: "Hors réseau : à faire une fois de retour au réseau. Rien n’a été envoyé.",
  noneKept: "Aucun des ordres gardés ne répond à cela.",
  tableLater: "Hors réseau : le tableau est préparé par le serveur. À télécharger une fois de retour au réseau.",
  ready: "Disponible sans réseau",
  preparing: "Préparation pour le sous-sol…",
  preparingShare: "Préparation pour le sous-sol : {done} sur {all}",
  unfinished: "Sans réseau : en partie seulement",
  short: "Plus assez de place sur cet appareil : tout n’a pas pu être gardé. Libérez de la place, puis actualisez.",
  missing: "{count} élément n’a pas pu être gardé",
  missings: "{count} éléments n’ont pas pu être gardés",
  leftOut: "Pas gardé",
  what: "Ce qui est gardé",
  again: "Mettre à jour",
  now: "à l’instant",
  minutes: "il y a {count} min",
  hours: "il y a {count} h",
  days: "il y a {count} j",
  yesterday: "hier à {time}",
  on: "{day} à {time}",
  mb: "{count} Mo",
  station: "La gare",
  day: "Ma journée",
  orders: "Ordres de travail",
  sheets: "Fiches",
  papers: "Documents",
  visited: "Pages vues",
  nothing: "Rien n’est gardé sur cet appareil pour le moment. Ouvrez une gare ou vos ordres avec le réseau : ils seront gardés tout seuls.",
  nothingAnswers: "Rien de ce qui est gardé ne répond à « {question} ».",
  searched: "Hors réseau : recherche dans les repères et les noms gardés.",
  sheetNotKept: "La fiche complète n’est pas gardée sur cet appareil. Voici ce que la vue 3D en sait.",
  nothingKnown: "« {code} » n’est pas gardé sur cet appareil.",
  place: "Où",
  kind: "Nature",
  networks: "Réseaux",
  signedOut: "Ce qui était gardé sur cet appareil est effacé. La déconnexion du serveur se fera avec le réseau : appuyez à nouveau sur « Se déconnecter ».",
};

export type OfflineWord = keyof typeof FRENCH;

const ENGLISH: Record<OfflineWord, string> = {
  offline: "No network — data of {time}, read only",
  slow: "Network too weak — data of {time}, read only",
  lost: "No network — read only",
  found: "The network is back",
  refresh: "Refresh",
  later: "No network: to be done once you are back. Nothing was sent.",
  noneKept: "None of the orders that are kept answers to this.",
  tableLater: "No network: the server makes the table. Download it once you are back.",
  ready: "Available without network",
  preparing: "Getting ready for the basement…",
  preparingShare: "Getting ready for the basement: {done} of {all}",
  unfinished: "Without network: only in part",
  short: "Not enough room on this device: not everything could be kept. Make room, then refresh.",
  missing: "{count} item could not be kept",
  missings: "{count} items could not be kept",
  leftOut: "Not kept",
  what: "What is kept",
  again: "Update",
  now: "just now",
  minutes: "{count} min ago",
  hours: "{count} h ago",
  days: "{count} d ago",
  yesterday: "yesterday at {time}",
  on: "{day} at {time}",
  mb: "{count} MB",
  station: "The station",
  day: "My day",
  orders: "Work orders",
  sheets: "Sheets",
  papers: "Documents",
  visited: "Pages you opened",
  nothing: "Nothing is kept on this device yet. Open a station or your orders while there is a network: they are kept by themselves.",
  nothingAnswers: "Nothing of what is kept answers to “{question}”.",
  searched: "No network: looked for in the codes and names that are kept.",
  sheetNotKept: "The whole sheet is not kept on this device. This is what the 3D view knows.",
  nothingKnown: "“{code}” is not kept on this device.",
  place: "Where",
  kind: "Kind",
  networks: "Networks",
  signedOut: "What was kept on this device is deleted. The server will be told once there is a network: press “Sign out” again then.",
};

export type Say = (word: OfflineWord, values?: Record<string, string | number>) => string;

export function sayIn(language: string): Say {
  const words = language.startsWith("en") ? ENGLISH : FRENCH;
  return (word, values = {}) => words[word].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** "14 h 32" as people say it; with the day when it was not today. */
export function clock(at: number, now: number, language: string): string {
  const say = sayIn(language);
  const moment = new Date(at), today = new Date(now);
  const [hours, minutes] = [moment.getHours(), String(moment.getMinutes()).padStart(2, "0")];
  const time = language.startsWith("en") ? `${hours}:${minutes}` : `${hours} h ${minutes}`;
  const daysAgo = Math.round((startOfDay(today) - startOfDay(moment)) / 86_400_000);
  if (daysAgo === 0) return time;
  if (daysAgo === 1) return say("yesterday", { time });
  return say("on", { day: moment.toLocaleDateString(language.startsWith("en") ? "en-GB" : "fr-FR", { day: "numeric", month: "long" }), time });
}

const startOfDay = (moment: Date): number => new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();

/** "il y a 3 min" */
export function age(at: number, now: number, language: string): string {
  const say = sayIn(language);
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return say("now");
  if (minutes < 60) return say("minutes", { count: minutes });
  if (minutes < 48 * 60) return say("hours", { count: Math.floor(minutes / 60) });
  return say("days", { count: Math.floor(minutes / 1440) });
}
