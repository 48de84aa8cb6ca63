/**
 * A page for people who have a part in an organisation: they sign in with their account, and the server looks on the chain
 * whether they may enter. Run by itself it launches an organisation in memory, and one visitor goes in and out.
 */
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { ZeroHash } from "ethers";
import {
  checkAccess,
  checkSignIn,
  memoryNonces,
  SignInError,
  signInMessage,
  type AccessRule,
  type SignInPlace,
} from "../../sdk/src/access/index.ts";
import type { Address, OrganisationAddresses, Rpc } from "../../sdk/src/types.ts";

/** Longest request that is read (bytes). */
const MOST = 10_000;
/** How long who signed in stays so (milliseconds). */
const SESSION = 3_600_000;

/** What the page guards, and for whom. */
export interface GatedPage {
  /** A node of the organisation's chain. */
  readonly rpc: Rpc;
  readonly chainId: number;
  readonly addresses: Pick<OrganisationAddresses, "token" | "stake" | "licenceOffice">;
  readonly symbol: string;
  readonly rule: AccessRule;
  /** The page as people see it, such as "https://example.org"; where it listens if not given. */
  readonly origin?: string | undefined;
  readonly secret: string;
}

/** Serves the page; `GET /nonce`, `POST /sign-in` and `GET /inside` are what its script calls. */
export function createGatedPage({
  rpc,
  chainId,
  addresses,
  symbol,
  rule,
  origin,
  secret,
}: GatedPage): Server {
  const nonces = memoryNonces();
  const sessions = new Map<string, { readonly account: Address; readonly until: number }>();

  const server = createServer((request, response) => {
    answer(request, response).catch((thrown: unknown) => {
      if (thrown instanceof SignInError) say(response, 401, thrown.message);
      else say(response, 502, "The chain cannot be asked now. Try again later.");
    });
  });

  /** Where people sign in. Never taken from the request, which says what a stranger likes. */
  function place(): SignInPlace {
    const at = new URL(origin ?? `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return { domain: at.host, uri: at.origin, chainId };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = `${request.method ?? ""} ${request.url ?? ""}`;
    if (route === "GET /") {
      response.setHeader(
        "content-security-policy",
        "default-src 'none'; script-src 'unsafe-inline'; connect-src 'self'",
      );
      say(response, 200, page(), "text/html");
    } else if (route === "GET /nonce") {
      say(response, 200, JSON.stringify({ ...place(), nonce: await nonces.issue() }), "application/json");
    } else if (route === "POST /sign-in") {
      const { message, signature } = JSON.parse(await bodyOf(request)) as Record<string, unknown>;
      const account = await checkSignIn({
        message: String(message),
        signature: String(signature),
        place: place(),
        nonces,
        rpc,
      });
      const token = randomBytes(32).toString("hex");
      sessions.set(token, { account, until: Date.now() + SESSION });
      response.setHeader("set-cookie", `session=${token}; HttpOnly; SameSite=Strict; Path=/`);
      say(response, 200, account);
    } else if (route === "GET /inside") {
      const [, token = ""] = /(?:^|; )session=([0-9a-f]{64})(?:;|$)/.exec(request.headers.cookie ?? "") ?? [];
      const session = sessions.get(token);
      if (session === undefined || session.until < Date.now()) {
        sessions.delete(token);
        say(response, 401, "Sign in first.");
        return;
      }
      // Each time anew: who has sold, unstaked or let a licence run out is not inside any more.
      const { allowed, sentence } = await checkAccess({
        rpc,
        addresses,
        symbol,
        account: session.account,
        rule,
      });
      say(response, allowed ? 200 : 403, allowed ? secret : sentence);
    } else {
      say(response, 404, "There is nothing here.");
    }
  }

  return server;
}

function say(response: ServerResponse, status: number, text: string, type = "text/plain"): void {
  response.writeHead(status, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-store" });
  response.end(text);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) {
    body += String(chunk);
    if (body.length > MOST) throw new SignInError("message");
  }
  try {
    JSON.parse(body);
  } catch {
    throw new SignInError("message");
  }
  return body;
}

/** The message is written by hand here, as a page without a build step would; with one, use {@link signInMessage}. */
function page(): string {
  return `<!doctype html><html lang="en"><title>Inside</title><button>Sign in</button><p></p><script>
const say = (text) => { document.querySelector("p").textContent = text; };
document.querySelector("button").onclick = async () => {
  if (!window.ethereum) return say("Install a wallet first.");
  const [account] = await ethereum.request({ method: "eth_requestAccounts" });
  const { domain, uri, chainId, nonce } = await (await fetch("/nonce")).json();
  const now = Date.now();
  const message = domain + " wants you to sign in with your Ethereum account:\\n" + account +
    "\\n\\nURI: " + uri + "\\nVersion: 1\\nChain ID: " + chainId + "\\nNonce: " + nonce +
    "\\nIssued At: " + new Date(now).toISOString() + "\\nExpiration Time: " + new Date(now + 600000).toISOString();
  const signature = await ethereum.request({ method: "personal_sign", params: [message, account] });
  const signed = await fetch("/sign-in", { method: "POST", body: JSON.stringify({ message, signature }) });
  say(signed.ok ? await (await fetch("/inside")).text() : await signed.text());
};
</script></html>`;
}

/** A visitor with a wallet, as the page's script is one: signs in and comes back with the cookie. */
export async function signIn({
  url,
  account,
  sign,
}: {
  readonly url: string;
  readonly account: Address;
  readonly sign: (message: string) => Promise<string>;
}): Promise<string> {
  const { nonce, ...place } = (await (await fetch(`${url}/nonce`)).json()) as SignInPlace & { nonce: string };
  const message = signInMessage({ place, address: account, nonce, statement: "Let me in." });
  const response = await fetch(`${url}/sign-in`, {
    method: "POST",
    body: JSON.stringify({ message, signature: await sign(message) }),
  });
  if (!response.ok) throw new Error(await response.text());
  return (response.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "";
}

/** Listens on this machine only; returns the address. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { callAsOwner, DAY, launchExample, WHOLE } = await import("./organisation.ts");
  const example = await launchExample();
  const { chain, cdpo, asset, people } = example;
  const [visitor] = people;
  const { token, stake, licenceOffice: office } = cdpo;

  // The organisation offers a licence, which opens the page, too.
  const terms = {
    name: "Reading room",
    termsURI: "ipfs://terms",
    termsHash: ZeroHash,
    price: 5n * WHOLE,
    commonsMinimum: 0n,
    duration: 30n * DAY,
    makersBps: 0n,
    active: true,
  };
  await callAsOwner(
    example,
    cdpo.addresses.licenceOffice,
    office.interface.encodeFunctionData("addTier", [terms]),
  );
  const tier = await office.tierCount();

  const server = createGatedPage({
    rpc: fromEthers(chain.ethers.provider),
    chainId: chain.chainId,
    addresses: {
      token: (await token.getAddress()) as Address,
      stake: (await stake.getAddress()) as Address,
      licenceOffice: (await office.getAddress()) as Address,
    },
    symbol: await token.symbol(),
    rule: { any: [{ stakes: 10n * WHOLE }, { recognised: WHOLE }, { licence: tier }] },
    secret: "Welcome to the reading room.",
  });
  const url = await listen(server);
  const inside = async (cookie = ""): Promise<string> =>
    (await fetch(`${url}/inside`, { headers: { cookie } })).text();
  console.log(`A visitor comes: ${await inside()}`);
  const cookie = await signIn({
    url,
    account: visitor.address as Address,
    sign: (message) => visitor.signMessage(message),
  });
  console.log(`They sign in: ${await inside(cookie)}`);
  await asset.mint(visitor, terms.price);
  await asset.connect(visitor).approve(office, terms.price);
  await office.connect(visitor).buy(tier, visitor, terms.price);
  console.log(`They buy the licence: ${await inside(cookie)}`);
  server.close();
  await chain.close();
}

function fromEthers(provider: { send(method: string, params: unknown[]): Promise<unknown> }): Rpc {
  return { request: ({ method, params = [] }) => provider.send(method, [...params]) };
}
