import type { PageProps } from "../../frame/OrganisationPages.tsx";

export default function Pledges({ organisation }: PageProps) {
  return <p>{organisation.name}</p>;
}
