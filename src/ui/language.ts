import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Language } from "../platform/i18n.ts";

/** The language in which everything below is written; `renderDocument` sets it. */
export const LanguageContext = createContext<Language | null>(null);

/** The language of the page being rendered. */
export function useLanguage(): Language {
  const l = useContext(LanguageContext);
  if (l === null) throw new Error("a component was rendered outside LanguageContext");
  return l;
}
