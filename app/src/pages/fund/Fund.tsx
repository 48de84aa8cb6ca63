import type { PageProps } from "../../frame/OrganisationPages.tsx";

export default function Fund({ organisation }: PageProps) {
  return <p>{organisation.name}</p>;
}
