/** A link of others: https opens in another window, by its reader only; anything else is told as a text. */
export function Source({ uri }: { readonly uri: string }) {
  if (uri === "") return <>–</>;
  if (!/^https:\/\//i.test(uri)) return <code>{uri}</code>;
  return (
    <a href={uri} target="_blank" rel="noreferrer noopener nofollow">
      {uri}
    </a>
  );
}
