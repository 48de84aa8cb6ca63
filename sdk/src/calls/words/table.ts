/**
 * How actions are written down: by function name, a sentence in English and one in Finnish without a subject, as it is the caller
 * who acts. Placeholders are those of `cdpo-sdk/errors`, of a struct its members, and besides: `shares`, `accounts`, `numbers`
 * (lists), `call` and `calls` (unfolded), `vote`, `kind`.
 */
export type Pair = readonly [en: string, fi: string];

/** Arguments by name, as they were decoded. */
export type Args = Readonly<Record<string, unknown>>;

/** A pair, or the one that fits the arguments. */
export type Words = Readonly<Record<string, Pair | ((args: Args) => Pair)>>;

/** A pair for what is allowed, and one for what no longer is. */
export const either =
  (argument: string, yes: Pair, no: Pair) =>
  (args: Args): Pair =>
    args[argument] === true ? yes : no;

/** Functions that every pausable contract has. */
export const PAUSE: Words = {
  pause: [
    "Pauses the entrances of {self:self} for 14 days.",
    "Keskeyttää sisään tulevat maksut ja liikkeeseenlaskun 14 päiväksi: {self:self}.",
  ],
  unpause: ["Ends the pause of {self:self}.", "Päättää keskeytyksen: {self:self}."],
};

/** Functions that every owned contract has. */
export const OWNED: Words = {
  transferOwnership: [
    "Makes {newOwner} the owner of {self:self} instead of the treasury.",
    "Vaihtaa omistajaksi kassan tilalle tilin {newOwner}: {self:self}.",
  ],
  renounceOwnership: [
    "Leaves {self:self} without an owner, for ever.",
    "Jättää ilman omistajaa lopullisesti: {self:self}.",
  ],
};

/** {ISweepable}. */
export const SWEEP: Words = {
  sweep: [
    "Sends to the treasury what came to {self:self} past its functions, of the token {token}.",
    "Siirtää kassaan sen, mitä on tullut toimintojen ohi: {self:self}, poletti {token}.",
  ],
};
