/**
 * Access rights: signing in with an account, and what its holdings, stake, recognition or licence let it enter.
 *
 * @module
 */
export { checkAccess, type AccessAnswer, type AccessRule, type UnmetRule } from "./rules.ts";
export {
  checkSignIn,
  memoryNonces,
  SignInError,
  signInMessage,
  type Nonces,
  type SignInPlace,
  type SignInProblem,
} from "./sign-in.ts";
export { isSignedBy } from "./signature.ts";
