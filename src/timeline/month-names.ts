/** Names of months and weekdays, in English and in the languages of the reports that we met. */

const MONTHS: readonly string[] = [
  "jan january januar jänner janvier janv enero ene gennaio",
  "feb february februar février fevrier fév febrero febbraio",
  "mar march märz maerz mrz mars marzo",
  "apr april avril avr abril abr aprile",
  "may mai mayo maggio",
  "jun june juni juin junio giugno",
  "jul july juli juillet juil julio luglio",
  "aug august août aout agosto ago",
  "sep sept september septembre septiembre settembre",
  "oct october oktober okt octobre octubre ottobre",
  "nov november novembre noviembre",
  "dec december dezember dez décembre decembre diciembre dicembre",
];

const WEEKDAYS: readonly string[] = [
  "mon monday montag lundi lunes",
  "tue tues tuesday dienstag mardi martes",
  "wed weds wednesday mittwoch mercredi",
  "thu thur thurs thursday donnerstag jeudi jueves",
  "fri friday freitag vendredi viernes",
  "sat saturday samstag sonnabend samedi",
  "sun sunday sonntag dimanche domingo",
];

const MONTH_OF = indexed(MONTHS);
const WEEKDAY_OF = indexed(WEEKDAYS);

function indexed(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.flatMap((words, index) => words.split(" ").map((word) => [word, index + 1] as const)));
}

/** 1..12 for the name or the short form of a month, in any case; null for other words. */
export function monthNamed(word: string): number | null {
  return MONTH_OF.get(word.toLowerCase()) ?? null;
}

/** 1 (Monday) … 7 (Sunday) for the name or the short form of a weekday, in any case; null for other words. */
export function weekdayNamed(word: string): number | null {
  return WEEKDAY_OF.get(word.toLowerCase()) ?? null;
}
