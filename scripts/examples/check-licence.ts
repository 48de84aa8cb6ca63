/**
 * How a service asks whether its user may use a commons commercially: one call, `isLicensed(account, tier)`.
 *
 * Run it with `npm run example:check-licence`. Everything before the question is the organisation's part.
 */
import { formatEther, keccak256, toUtf8Bytes } from "ethers";
import { fail, messageOf } from "../lib/cli.ts";
import { DAY, WHOLE, callAsOwner, launchExample, wait } from "./organisation.ts";

const example = await launchExample();
try {
  const { cdpo, asset, people } = example;
  const { licenceOffice: office } = cdpo;
  const [publisher] = people;

  // The organisation offers a licence: 120 a year, 40 % of it for the makers, free from 50 tokens of recognised work on.
  const terms = {
    name: "Publishing",
    termsURI: "ipfs://terms",
    termsHash: keccak256(toUtf8Bytes("You may print and sell the guide.")),
    price: 120n * WHOLE,
    commonsMinimum: 50n * WHOLE,
    duration: 365n * DAY,
    makersBps: 4_000n,
    active: true,
  };
  await callAsOwner(
    example,
    cdpo.addresses.licenceOffice,
    office.interface.encodeFunctionData("addTier", [terms]),
  );
  const tier = await office.tierCount();
  console.log(`${await office.name()}, tier ${tier}: "${terms.name}"`);

  // The service's question.
  const isLicensed = (): Promise<boolean> => office.isLicensed(publisher, tier);
  console.log(`The publisher may publish: ${await isLicensed()}`);

  // The publisher buys. The most they accept to pay is what was quoted: a higher price in between is refused.
  const { price, toMakers, toReserve } = await office.quote(tier);
  await asset.mint(publisher, price);
  await asset.connect(publisher).approve(office, price);
  await office.connect(publisher).buy(tier, publisher, price);
  console.log(
    `They paid ${formatEther(price)}: ${formatEther(toMakers)} to the makers, ${formatEther(toReserve)} to all holders`,
  );
  console.log(`The publisher may publish: ${await isLicensed()}`);

  const { expires } = await office.licence(await office.licenceOf(publisher, tier));
  console.log(`Until ${new Date(Number(expires) * 1_000).toISOString()}`);
  await wait(example, terms.duration);
  console.log(`The publisher may publish a year later: ${await isLicensed()}`);
} catch (error) {
  fail(messageOf(error));
} finally {
  await example.chain.close();
}
