/** A page that is fetched when it is shown, with what it says. */
import { lazy, type ComponentType } from "react";
import { loadMessages } from "../frame/language.tsx";

/** `folder` is where the page and its catalogues are, such as "pages/market". */
export function lazyPage<Props>(
  folder: string,
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
) {
  return lazy(async () => {
    const [page] = await Promise.all([load(), loadMessages(folder)]);
    return page;
  });
}
