import type { PageProps } from "../../frame/OrganisationPages.tsx";

export default function Stake({ organisation }: PageProps) {
  return <p>{organisation.name}</p>;
}
