import { expect } from "chai";
import { AbiCoder, concat, getAddress, hashMessage, Wallet } from "ethers";
import { network } from "hardhat";
import { createGatedPage, listen, signIn } from "../../scripts/examples/gated-page.ts";
import {
  checkAccess,
  checkSignIn,
  isSignedBy,
  memoryNonces,
  SignInError,
  signInMessage,
  type AccessRule,
  type SignInPlace,
} from "../../sdk/src/access/index.ts";
import type { Address, Hex, Rpc } from "../../sdk/src/types.ts";
import { launchGrowing, WHOLE, type Scenario } from "../lib/fixtures.ts";
import { accepted, paidOut, sharesOf } from "../lib/contributions.ts";
import { endow, endowStaked } from "../lib/stakes.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

const rpc: Rpc = {
  request: ({ method, params = [] }) => ethers.provider.send(method, [...params]) as Promise<unknown>,
};
const NOW = new Date("2027-03-01T12:00:00Z");
const PLACE: SignInPlace = { domain: "example.org", uri: "https://example.org/inside", chainId: 31_337 };
const wallet = new Wallet(`0x${"1".repeat(64)}`);
const account = wallet.address as Address;

async function problemOf(promise: Promise<unknown>): Promise<unknown> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  return thrown instanceof SignInError ? thrown.problem : thrown;
}

async function organisation() {
  const scenario = await launchGrowing(connection);
  const { token, stake, licenceOffice, owner, asset, actors, unit } = scenario;
  await licenceOffice.connect(owner).addTier({
    name: "Room",
    termsURI: "ipfs://terms",
    termsHash: ethers.ZeroHash,
    price: unit,
    commonsMinimum: 0n,
    duration: 30n * 86_400n,
    makersBps: 0n,
    active: true,
  });
  const addresses = {
    token: (await token.getAddress()) as Address,
    stake: (await stake.getAddress()) as Address,
    licenceOffice: (await licenceOffice.getAddress()) as Address,
  };
  const licence = async (whom = actors.stranger): Promise<void> => {
    await asset.mint(whom, unit);
    await asset.connect(whom).approve(licenceOffice, unit);
    await licenceOffice.connect(whom).buy(1n, whom, unit);
  };
  return { ...scenario, places: addresses, licence };
}

describe("sdk access", () => {
  describe("signing in", () => {
    const signed = async (changes: Partial<SignInPlace> = {}, by = wallet) => {
      const nonces = memoryNonces({ clock: () => NOW.getTime() });
      const nonce = await nonces.issue();
      const message = signInMessage({
        place: { ...PLACE, ...changes },
        address: account,
        nonce,
        now: NOW,
        statement: "Let me in.",
      });
      return { nonces, nonce, message, signature: await by.signMessage(message) };
    };
    const check = (
      given: Awaited<ReturnType<typeof signed>>,
      changes: { now?: Date; place?: SignInPlace } = {},
    ) => checkSignIn({ ...given, place: PLACE, rpc, now: NOW, ...changes });

    it("gives the account that signed, once", async () => {
      const given = await signed();
      expect(await check(given)).to.equal(account);
      expect(await problemOf(check(given))).to.equal("nonce");
    });

    it("is refused for another page, address or network", async () => {
      expect(await problemOf(check(await signed({ domain: "evil.example" })))).to.equal("domain");
      expect(await problemOf(check(await signed({ uri: "https://example.org/other" })))).to.equal("uri");
      expect(await problemOf(check(await signed({ chainId: 1 })))).to.equal("chain");
    });

    it("is refused before its time, after it, and without an end", async () => {
      const given = await signed();
      const at = (seconds: number) => ({ now: new Date(NOW.getTime() + seconds * 1_000) });
      expect(await problemOf(check(given, at(600)))).to.equal("time");
      expect(await problemOf(check(given, at(-61)))).to.equal("time");
      const endless = given.message.replace(/\nExpiration Time: .*/, "");
      expect(
        await problemOf(check({ ...given, message: endless, signature: await wallet.signMessage(endless) })),
      ).to.equal("time");
      expect(await check(given, at(599))).to.equal(account);
    });

    it("is refused with another's signature, a broken one, or a changed message, and the nonce stays good", async () => {
      const given = await signed();
      const other = new Wallet(`0x${"2".repeat(64)}`);
      for (const signature of [await other.signMessage(given.message), "0x", "0x12", "no"]) {
        expect(await problemOf(check({ ...given, signature }))).to.equal("signature");
      }
      expect(
        await problemOf(check({ ...given, message: given.message.replace("Let me", "Let us") })),
      ).to.equal("signature");
      expect(await check(given)).to.equal(account);
    });

    it("is refused with a nonce that this server did not give out", async () => {
      const given = await signed();
      expect(await problemOf(check({ ...given, nonces: memoryNonces() }))).to.equal("nonce");
    });

    it("is refused when the message can be read in two ways, or is none", async () => {
      const given = await signed();
      const twice = `${given.message.replace("Let me in.", `URI: ${PLACE.uri}`)}\nmore`;
      for (const message of [
        "",
        "hello",
        twice,
        `${given.message}\n`,
        given.message.replace(account, account.toLowerCase()),
      ]) {
        expect(
          await problemOf(check({ ...given, message, signature: await wallet.signMessage(message) })),
          message,
        ).to.equal("message");
      }
    });

    it("says in both languages what to do", () => {
      expect(new SignInError("nonce").message).to.equal(
        "This message has been used already, or is too old. Sign in again.",
      );
      expect(new SignInError("nonce", "fi").message).to.equal(
        "Tämä viesti on jo käytetty, tai se on liian vanha. Kirjaudu uudelleen.",
      );
    });

    it("forgets nonces in time, and the oldest when there are too many", async () => {
      let now = 0;
      const nonces = memoryNonces({ lifetime: 10, most: 2, clock: () => now });
      const [a, b, c] = [await nonces.issue(), await nonces.issue(), await nonces.issue()];
      expect([await nonces.take(a), await nonces.take(b)]).to.deep.equal([false, true]);
      now = 10_000;
      expect(await nonces.take(c)).to.equal(false);
    });
  });

  describe("signatures", () => {
    const hash = hashMessage("hello") as Hex;
    const by = async (signer: { signMessage(message: string): Promise<string> }) =>
      (await signer.signMessage("hello")) as Hex;

    it("of plain accounts are their key's", async () => {
      expect(await isSignedBy({ rpc, account, hash, signature: await by(wallet) })).to.equal(true);
      expect(
        await isSignedBy({ rpc, account, hash: hashMessage("bye") as Hex, signature: await by(wallet) }),
      ).to.equal(false);
    });

    it("of contracts are what ERC-1271 says", async () => {
      const contract = await ethers.deployContract("TestWallet", [account]);
      const address = (await contract.getAddress()) as Address;
      expect(await isSignedBy({ rpc, account: address, hash, signature: await by(wallet) })).to.equal(true);
      expect(
        await isSignedBy({ rpc, account: address, hash, signature: await by(Wallet.createRandom()) }),
      ).to.equal(false);
    });

    it("of accounts with code (EIP-7702) are what that says, or their own key's where it is silent", async () => {
      const [own] = await ethers.getSigners();
      const address = own?.address as Address;
      const signature = await by(own ?? wallet);
      const deaf = await ethers.deployContract("TestCondition");
      const strict = await ethers.deployContract("TestWallet", [account]);
      const code = await ethers.provider.getCode(address);
      await networkHelpers.setCode(address, concat(["0xef0100", await deaf.getAddress()]));
      expect(await isSignedBy({ rpc, account: address, hash, signature })).to.equal(true);
      expect(await isSignedBy({ rpc, account: address, hash, signature: await by(wallet) })).to.equal(false);
      await networkHelpers.setCode(address, concat(["0xef0100", await strict.getAddress()]));
      expect(await isSignedBy({ rpc, account: address, hash, signature })).to.equal(false);
      expect(await isSignedBy({ rpc, account: address, hash, signature: await by(wallet) })).to.equal(true);
      await networkHelpers.setCode(address, code);
    });

    it("of contracts that are not built yet are checked as if they were (ERC-6492)", async () => {
      // A factory that anyone may call: one that passes on to the deterministic deployer's code.
      const deployer = "0x4e59b44847b379578588920ca78fbf26c0b4956c";
      await networkHelpers.setCode(
        deployer,
        "0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3",
      );
      const factory = await ethers.getContractFactory("TestWallet");
      const { data } = await factory.getDeployTransaction(account);
      const salt = ethers.ZeroHash;
      const address = ethers.getCreate2Address(getAddress(deployer), salt, ethers.keccak256(data)) as Address;
      const wrap = (signature: string): Hex =>
        concat([
          AbiCoder.defaultAbiCoder().encode(
            ["address", "bytes", "bytes"],
            [deployer, concat([salt, data]), signature],
          ),
          `0x${"6492".repeat(16)}`,
        ]) as Hex;
      expect(await ethers.provider.getCode(address)).to.equal("0x");
      expect(await isSignedBy({ rpc, account: address, hash, signature: wrap(await by(wallet)) })).to.equal(
        true,
      );
      expect(
        await isSignedBy({ rpc, account: address, hash, signature: wrap(await by(Wallet.createRandom())) }),
      ).to.equal(false);
      expect(await ethers.provider.getCode(address)).to.equal("0x");
    });
  });

  describe("rules", () => {
    const ask = async (
      { places, actors }: Awaited<ReturnType<typeof organisation>>,
      rule: AccessRule,
      language: "en" | "fi" = "en",
      whom: { readonly address: string } = actors.stranger,
    ) =>
      checkAccess({
        rpc,
        addresses: places,
        symbol: "CAR",
        account: whom.address as Address,
        rule,
        language,
      });

    it("say which one fails and what is missing", async () => {
      const scenario = await networkHelpers.loadFixture(organisation);
      const needed = 1_500n * WHOLE;
      expect((await ask(scenario, { holds: needed })).unmet).to.deep.equal([
        {
          rule: { holds: needed },
          has: 0n,
          missing: needed,
          sentence: "You need 1,500 CAR at hand and have 0 CAR: 1,500 CAR are missing.",
        },
      ]);
      expect((await ask(scenario, { stakes: needed }, "fi")).sentence).to.equal(
        "Tarvitset panoksen 1\u00a0500 CAR, panoksesi on 0 CAR: puuttuu 1\u00a0500 CAR.",
      );
      expect((await ask(scenario, { recognised: WHOLE })).sentence).to.equal(
        "You need contributions recognised with 1 CAR and have 0 CAR: 1 CAR are missing.",
      );
      expect((await ask(scenario, { licence: 1n })).sentence).to.equal("You need a valid licence of tier 1.");
      expect((await ask(scenario, { licence: 99n })).allowed).to.equal(false);
    });

    it("are met by holdings, stake, recognition and licence, and tell them apart", async () => {
      const scenario = await networkHelpers.loadFixture(organisation);
      const { actors } = scenario;
      const [holder, staker] = actors.partners;
      await endow(connection, scenario, [holder, 5n * WHOLE]);
      await endowStaked(connection, scenario, [staker, 5n * WHOLE]);
      await scenario.licence();
      const met = async (whom: { readonly address: string }) =>
        Promise.all(
          [{ holds: 5n * WHOLE }, { stakes: 5n * WHOLE }, { licence: 1n }].map(
            async (rule) => (await ask(scenario, rule, "en", whom)).allowed,
          ),
        );
      expect(await met(holder)).to.deep.equal([true, false, false]);
      expect(await met(staker)).to.deep.equal([false, true, false]);
      expect(await met(actors.stranger)).to.deep.equal([false, false, true]);
      expect((await ask(scenario, { holds: 5n * WHOLE + 1n }, "en", holder)).allowed).to.equal(false);
      await networkHelpers.time.increase(30n * 86_400n);
      expect((await ask(scenario, { licence: 1n })).allowed).to.equal(false);
    });

    it("count what was recognised", async () => {
      const scenario: Scenario & Awaited<ReturnType<typeof organisation>> =
        await networkHelpers.loadFixture(organisation);
      const id = await accepted(connection, scenario);
      await paidOut(connection, scenario, id);
      const producer = scenario.actors.producers[0];
      await scenario.registry.settle(id, sharesOf([producer, 10_000n]));
      const recognised = await scenario.registry.recognisedOf(producer);
      expect(recognised > 0n).to.equal(true);
      expect((await ask(scenario, { recognised }, "en", producer)).allowed).to.equal(true);
      expect(
        (await ask(scenario, { recognised: recognised + 1n }, "en", producer)).unmet[0]?.missing,
      ).to.equal(1n);
    });

    it("combine with all and any, as of one block", async () => {
      const scenario = await networkHelpers.loadFixture(organisation);
      const no = { holds: 1n };
      const yes = { holds: 0n };
      for (const [rule, allowed, unmet] of [
        [{ all: [yes, yes] }, true, 0],
        [{ all: [yes, no] }, false, 1],
        [{ any: [no, yes] }, true, 0],
        [{ any: [no, { licence: 1n }] }, false, 2],
        [{ all: [{ any: [no, yes] }, { any: [no, no] }] }, false, 2],
        [{ all: [] }, true, 0],
        [{ any: [] }, false, 0],
      ] as const) {
        const answer = await ask(scenario, rule);
        expect([answer.allowed, answer.unmet.length]).to.deep.equal([allowed, unmet]);
        expect(answer.sentence === "").to.equal(allowed);
      }
      expect((await ask(scenario, { any: [{ holds: WHOLE }, { licence: 1n }] })).sentence).to.equal(
        "One of these is enough: You need 1 CAR at hand and have 0 CAR: 1 CAR are missing. You need a valid licence of tier 1.",
      );
      const before = BigInt(await ethers.provider.getBlockNumber());
      await scenario.licence();
      const { places, actors } = scenario;
      const rule = { licence: 1n };
      const whom = actors.stranger.address as Address;
      const then = await checkAccess({
        rpc,
        addresses: places,
        symbol: "CAR",
        account: whom,
        rule,
        block: before,
      });
      expect([then.allowed, then.block]).to.deep.equal([false, before]);
      expect((await ask(scenario, rule)).allowed).to.equal(true);
    });
  });

  describe("a gated page", () => {
    async function opened() {
      const scenario = await networkHelpers.loadFixture(organisation);
      const server = createGatedPage({
        rpc,
        chainId: 31_337,
        addresses: scenario.places,
        symbol: "CAR",
        rule: { any: [{ stakes: WHOLE }, { licence: 1n }] },
        secret: "welcome",
      });
      const url = await listen(server);
      const inside = async (cookie = ""): Promise<[number, string]> => {
        const response = await fetch(`${url}/inside`, { headers: { cookie } });
        return [response.status, await response.text()];
      };
      return { ...scenario, server, url, inside };
    }

    it("lets in who signs in and meets a rule, and nobody else", async () => {
      const { server, url, inside, actors, licence } = await opened();
      const { stranger } = actors;
      const visitor = { url, account: stranger.address as Address };
      expect(await inside()).to.deep.equal([401, "Sign in first."]);
      expect(await inside(`session=${"0".repeat(64)}`)).to.deep.equal([401, "Sign in first."]);
      const cookie = await signIn({ ...visitor, sign: (message) => stranger.signMessage(message) });
      expect((await inside(cookie))[0]).to.equal(403);
      await licence();
      expect(await inside(cookie)).to.deep.equal([200, "welcome"]);
      const forged = signIn({ ...visitor, sign: (message) => actors.donor.signMessage(message) });
      expect(await problemOf(forged)).to.have.property(
        "message",
        "The signature is not that of the account. Sign in again.",
      );
      server.close();
    });

    it("takes a message once, and none for another page, network or time", async () => {
      const { server, url, actors } = await opened();
      const { stranger } = actors;
      const send = async (change: { place?: Partial<SignInPlace>; now?: Date } = {}) => {
        const { nonce, ...place } = (await (await fetch(`${url}/nonce`)).json()) as SignInPlace & {
          nonce: string;
        };
        const message = signInMessage({
          place: { ...place, ...change.place },
          address: stranger.address as Address,
          nonce,
          now: change.now,
        });
        const body = JSON.stringify({ message, signature: await stranger.signMessage(message) });
        const post = async () => (await fetch(`${url}/sign-in`, { method: "POST", body })).status;
        return { post };
      };
      const { post } = await send();
      expect(await post()).to.equal(200);
      expect(await post()).to.equal(401);
      for (const change of [
        { place: { domain: "evil.example" } },
        { place: { uri: "https://evil.example" } },
        { place: { chainId: 1 } },
        { now: new Date(Date.now() - 3_600_000) },
      ]) {
        expect(await (await send(change)).post()).to.equal(401);
      }
      const broken = await fetch(`${url}/sign-in`, { method: "POST", body: "{" });
      expect(broken.status).to.equal(401);
      expect((await fetch(`${url}/nothing`)).status).to.equal(404);
      server.close();
    });
  });
});
