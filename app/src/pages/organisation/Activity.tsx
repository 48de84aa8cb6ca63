import type { PageProps } from "../../frame/OrganisationPages.tsx";

export default function Activity({ organisation }: PageProps) {
  return <p>{organisation.name}</p>;
}
