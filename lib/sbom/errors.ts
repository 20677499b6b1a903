/** What can go wrong while an SBOM is made. */
export type SbomCode =
  /**
   * Exit 1: The commit or tree has no `rpmdb.sqlite` in any of the places where rpm has it.
   * To do: Make SBOMs of systems that RPM packages were installed in.
   */
  'RPMDB_MISSING';
