/** The language of the page: the browser's at first, then what was chosen; and times of where its reader is. */
import { i18n, type Messages } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import type { Language } from "cdpo-sdk/units";
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { keep, kept } from "./kept.ts";

interface Spoken {
  readonly language: Language;
  readonly speak: (language: Language) => void;
  /** An IANA name. */
  readonly timeZone: string;
}

const LanguageContext = createContext<Spoken>({ language: "en", speak: () => undefined, timeZone: "UTC" });

/** Language and time zone of the reader. */
export const useLanguage = (): Spoken => useContext(LanguageContext);

/** Catalogues by folder and language, fetched when they are needed. */
const CATALOGUES = import.meta.glob<{ readonly messages: Messages }>("/src/**/locales/*.po");
const folders = new Set<string>();

/** Fetches what a folder of pages says, in the language that is spoken and in those that will be. */
export async function loadMessages(folder: string): Promise<void> {
  folders.add(folder);
  await fetchFor(folder, i18n.locale || chosen());
}

async function fetchFor(folder: string, language: string): Promise<void> {
  const catalogue = CATALOGUES[`/src/${folder}/locales/${language}.po`];
  if (catalogue !== undefined) i18n.load(language, (await catalogue()).messages);
}

async function activate(language: Language): Promise<void> {
  await Promise.all([...folders].map((folder) => fetchFor(folder, language)));
  i18n.activate(language);
}

function chosen(): Language {
  const language = kept("language") ?? navigator.languages.find((each) => /^(en|fi)\b/.test(each)) ?? "en";
  return language.startsWith("fi") ? "fi" : "en";
}

/** Before anything is shown. */
export async function startLanguage(): Promise<void> {
  folders.add("frame");
  await activate(chosen());
}

/** Gives the page its language. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(chosen);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const spoken = useMemo(
    (): Spoken => ({
      language,
      speak: (next) => {
        keep("language", next);
        void activate(next).then(() => {
          setLanguage(next);
        });
      },
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    }),
    [language],
  );
  return (
    <LanguageContext value={spoken}>
      <I18nProvider i18n={i18n}>{children}</I18nProvider>
    </LanguageContext>
  );
}
