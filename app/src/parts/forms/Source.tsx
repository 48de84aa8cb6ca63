/** Where something published is: a link where browsers can follow it. */

/** A text that somebody wrote: never trusted to be more than a link. */
export function Source({ uri }: { readonly uri: string }) {
  if (uri === "") return <>–</>;
  return /^https?:\/\//i.test(uri) ? (
    <a href={uri} target="_blank" rel="noreferrer nofollow">
      {uri}
    </a>
  ) : (
    <code>{uri}</code>
  );
}
