/** Addresses as wallets and chains write them differ in their letters' case. */

/** Whether two addresses are one. */
export function isSame(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one.toLowerCase() === other?.toLowerCase();
}

/** Whether an address stands in a list. */
export function isAmong(one: string | undefined, list: readonly string[] | undefined): boolean {
  return list?.some((other) => isSame(one, other)) ?? false;
}
