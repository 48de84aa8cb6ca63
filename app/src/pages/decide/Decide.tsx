import type { PageProps } from "../../frame/OrganisationPages.tsx";

export default function Decide({ organisation }: PageProps) {
  return <p>{organisation.name}</p>;
}
