import type { PageProps } from "../../frame/OrganisationPages.tsx";

export default function Partners({ organisation }: PageProps) {
  return <p>{organisation.name}</p>;
}
