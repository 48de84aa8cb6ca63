// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// JSON is full of double quotes.
// solhint-disable quotes

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {MetadataText} from "./MetadataText.sol";

/// @title LicenceMetadata
/// @notice The token URI of a licence: JSON and a small picture, all on chain. Names are escaped for both.
library LicenceMetadata {
    using Strings for uint256;

    /// @param id The licence.
    /// @param office The name of all licences of the organisation.
    /// @param tier The tier's name.
    /// @param termsURI Where the terms can be read.
    /// @param termsHash keccak256 of the terms.
    /// @param expires The first second in which the licence is no longer valid.
    /// @param commons Whether it is free.
    struct Facts {
        uint256 id;
        string office;
        string tier;
        string termsURI;
        bytes32 termsHash;
        uint64 expires;
        bool commons;
    }

    /// @notice The data URI of the JSON that ERC-721 describes.
    function uri(Facts memory f) internal pure returns (string memory) {
        string memory kind = f.commons ? "commons" : "commercial";
        string memory number = string.concat("#", f.id.toString());
        string memory valid = string.concat("valid until ", MetadataText.date(f.expires));
        bytes memory head = abi.encodePacked(
            '{"name":"',
            Strings.escapeJSON(f.office),
            " ",
            number,
            '","description":"',
            Strings.escapeJSON(f.tier),
            ", ",
            kind,
            ", ",
            valid,
            " (UTC)"
        );
        bytes memory attributes = abi.encodePacked(
            '","attributes":[{"trait_type":"Tier","value":"',
            Strings.escapeJSON(f.tier),
            '"},{"trait_type":"Kind","value":"',
            kind,
            '"},{"display_type":"date","trait_type":"Valid until","value":',
            uint256(f.expires).toString(),
            '},{"trait_type":"Terms","value":"',
            Strings.escapeJSON(f.termsURI),
            '"},{"trait_type":"Terms hash","value":"',
            uint256(f.termsHash).toHexString(32),
            '"}],"image":"'
        );
        string memory image = MetadataText.picture(f.office, f.tier, kind, valid, number);
        return MetadataText.dataURI(abi.encodePacked(head, attributes, image, '"}'));
    }
}
