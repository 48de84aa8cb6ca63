import type { PageProps } from "../../frame/OrganisationPages.tsx";

export default function Gate({ organisation }: PageProps) {
  return <p>{organisation.name}</p>;
}
