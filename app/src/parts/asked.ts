/** What the address of a page asks for after its `?`, such as `#/o/0/stake?amount=12.5`. */
import { useLocation } from "wouter";

/** A value of the address; undefined where it has none of this name. */
export function useAsked(name: string): string | undefined {
  const [location] = useLocation();
  const [, query = ""] = location.split("?");
  return new URLSearchParams(query).get(name) ?? undefined;
}
