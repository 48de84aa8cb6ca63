import type { PageProps } from "../../frame/OrganisationPages.tsx";

export default function Exit({ organisation }: PageProps) {
  return <p>{organisation.name}</p>;
}
