import type { PageProps } from "../../frame/OrganisationPages.tsx";

export default function Presale({ organisation }: PageProps) {
  return <p>{organisation.name}</p>;
}
