import type { PageProps } from "../../frame/OrganisationPages.tsx";

export default function Licences({ organisation }: PageProps) {
  return <p>{organisation.name}</p>;
}
