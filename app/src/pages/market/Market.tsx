import type { PageProps } from "../../frame/OrganisationPages.tsx";

export default function Market({ organisation }: PageProps) {
  return <p>{organisation.name}</p>;
}
