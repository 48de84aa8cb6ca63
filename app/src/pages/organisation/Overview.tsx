import type { PageProps } from "../../frame/OrganisationPages.tsx";

export default function Overview({ organisation }: PageProps) {
  return <p>{organisation.name}</p>;
}
