# Install rules: libraries, the embedding headers, the programs, a CMake package and a pkg-config file.
# The libraries are static; a client links gilt::gilt or gilt::nogil after find_package(gilt).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(gilt_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/gilt)
foreach(variant IN LISTS gilt_variants)
  install(TARGETS gilt_${variant} EXPORT giltTargets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  if(TARGET ${gilt_program_${variant}})
    install(TARGETS ${gilt_program_${variant}} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
  set(name ${gilt_program_${variant}})
  configure_file(${PROJECT_SOURCE_DIR}/cmake/gilt.pc.in ${PROJECT_BINARY_DIR}/${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endforeach()

install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/gilt DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  FILES_MATCHING PATTERN "*.hpp")
install(EXPORT giltTargets NAMESPACE gilt:: DESTINATION ${gilt_package_dir})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/giltConfig.cmake.in
  ${PROJECT_BINARY_DIR}/giltConfig.cmake INSTALL_DESTINATION ${gilt_package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/giltConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES
  ${PROJECT_BINARY_DIR}/giltConfig.cmake ${PROJECT_BINARY_DIR}/giltConfigVersion.cmake
  ${PROJECT_SOURCE_DIR}/cmake/Dependencies.cmake
  DESTINATION ${gilt_package_dir})
