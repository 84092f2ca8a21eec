# cmake --install: headers, libraries, tools, and the package that
# find_package(Mixp) reads. Included once every library is known.
include(CMakePackageConfigHelpers)

set(MIXP_INSTALL_PACKAGE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/Mixp")

install(DIRECTORY "${MIXP_SOURCE_DIR}/include/mixp"
  "${MIXP_SOURCE_DIR}/include/mixp-c"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  FILES_MATCHING PATTERN "*.h" PATTERN "*.td")
install(DIRECTORY "${MIXP_BINARY_DIR}/include/mixp"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  FILES_MATCHING PATTERN "*.inc" PATTERN "CMakeFiles" EXCLUDE)

install(EXPORT MixpTargets NAMESPACE Mixp::
  DESTINATION "${MIXP_INSTALL_PACKAGE_DIR}")

get_property(libraries GLOBAL PROPERTY MIXP_LIBS)
string(REPLACE ";" " " MIXP_LIBS_EXPORTED "${libraries}")
configure_package_config_file(
  "${CMAKE_CURRENT_LIST_DIR}/MixpConfig.cmake.in"
  "${MIXP_BINARY_DIR}/cmake/MixpConfig.cmake"
  INSTALL_DESTINATION "${MIXP_INSTALL_PACKAGE_DIR}"
  PATH_VARS CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_BINDIR CMAKE_INSTALL_LIBDIR)
write_basic_package_version_file(
  "${MIXP_BINARY_DIR}/cmake/MixpConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES
  "${MIXP_BINARY_DIR}/cmake/MixpConfig.cmake"
  "${MIXP_BINARY_DIR}/cmake/MixpConfigVersion.cmake"
  DESTINATION "${MIXP_INSTALL_PACKAGE_DIR}")
